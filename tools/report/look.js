// The body of a function of `document` and `window`; look.h says what it finds.
const problems = [];
const root = document.documentElement;
for (const details of document.querySelectorAll('details')) details.open = true;

const textOf = (element) => element.textContent.trim().slice(0, 40);
const showsText = (element) => [...element.childNodes].some(
    (node) => node.nodeType === 3 && node.data.trim() !== '');
// Drawings that have tests of their own.
const isForeign = (element) => element.closest('.drawing') !== null;
const scrolls = (element) => {
  for (let at = element; at; at = at.parentElement) {
    if (['auto', 'scroll'].includes(window.getComputedStyle(at).overflowX)) {
      return true;
    }
  }
  return false;
};

if (root.scrollWidth > root.clientWidth) {
  problems.push(`the page scrolls sideways: ${root.scrollWidth} of ` +
                `${root.clientWidth} pixels`);
}
for (const element of document.body.querySelectorAll('*')) {
  const box = element.getBoundingClientRect();
  if (box.width === 0 || isForeign(element)) continue;
  if (box.right > root.clientWidth + 1 && !scrolls(element)) {
    problems.push(`outside the page: ${element.tagName} ${textOf(element)}`);
  }
  const style = window.getComputedStyle(element);
  if (['hidden', 'clip'].includes(style.overflowX) &&
      element.scrollWidth > element.clientWidth && showsText(element)) {
    problems.push(`clipped: ${textOf(element)}`);
  }
}

// Contrast, as WCAG 2.1 computes it.
const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
const luminance = (colour) => {
  const [r, g, b] = channels(colour).slice(0, 3).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = window.getComputedStyle(at).backgroundColor;
    if (channels(colour).length === 3 || channels(colour)[3] > 0) return colour;
  }
  return 'rgb(255, 255, 255)';
};
let texts = 0;
for (const element of document.body.querySelectorAll('*')) {
  if (!showsText(element) || isForeign(element)) continue;
  const style = window.getComputedStyle(element);
  const ink = element.closest('svg') ? style.fill : style.color;
  const levels = [luminance(ink), luminance(ground(element))];
  const contrast = (Math.max(...levels) + 0.05) / (Math.min(...levels) + 0.05);
  ++texts;
  if (contrast < 4.5) {
    problems.push(`contrast ${contrast.toFixed(2)}: ${textOf(element)}`);
  }
}
if (texts === 0) problems.push('no text');

// Text of plots.
for (const svg of document.querySelectorAll('.plots svg')) {
  const frame = svg.getBoundingClientRect();
  const labels = [...svg.querySelectorAll('text')].map(
      (text) => ({text, box: text.getBoundingClientRect()}));
  labels.forEach(({text, box}, i) => {
    if (box.left < frame.left - 0.5 || box.right > frame.right + 0.5 ||
        box.top < frame.top - 0.5 || box.bottom > frame.bottom + 0.5) {
      problems.push(`outside its drawing: ${textOf(text)}`);
    }
    for (const other of labels.slice(i + 1)) {
      // Boxes include the room above and below letters.
      if (box.left < other.box.right && other.box.left < box.right &&
          box.top + 3 < other.box.bottom && other.box.top + 3 < box.bottom) {
        problems.push(`overlap: ${textOf(text)}, ${textOf(other.text)}`);
      }
    }
  });
}

const counts = {};
for (const [what, selector] of Object.entries({
       targets: '#campaign tbody tr',
       plots: '#campaign .plots svg',
       folders: '#corpus .box:nth-of-type(1) tbody tr:not(.sum)',
       profiles: '#corpus .box:nth-of-type(2) tbody tr',
       files: '#coverage > .box tbody tr:not(.sum)',
       reasons: '#reasons tbody tr',
       killers: '#mutants > .box tbody tr',
       marks: '#mutants .marks b',
       kills: '#kills tbody tr',
       equivalent: '#equivalent tbody tr',
       judges: '#oracle > .box tbody tr',
       clients: '#clients tbody tr',
       replies: '#replies article',
       drawings: '#replies .drawing svg',
       tiles: '.tiles li',
       not_run: '.not-run',
     })) {
  counts[what] = document.querySelectorAll(selector).length;
}
for (const details of document.querySelectorAll('details')) details.open = false;
return {problems, counts};
