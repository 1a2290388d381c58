// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A parser in Rust with the rules of Linux 6.15, for replies in any number of
// segments:
//
//     rustc -O --crate-type cdylib -o mine.so rust_parser.rs
//
// The parser itself is safe code.  Only what touches the C ABI is unsafe.

use std::ffi::c_void;
use std::os::raw::{c_char, c_int};

const EIO: c_int = 5;
const NAME_MAX: usize = 4095;
const ENTRY_OUT_BYTES: usize = 128;
const DIRENT_BYTES: usize = 24;
const ROOT_ID: u64 = 1;

// --- The C ABI, as parser_under_test.h declares it. ---

#[repr(C)]
pub struct Segment {
    base: *const c_void,
    len: usize,
}

#[repr(C)]
pub struct Reply {
    plus: c_int,
    start_off: u64,
    segments: *const Segment,
    num_segments: usize,
    nbytes: usize,
}

#[repr(C)]
pub struct Entry {
    ino: u64,
    off: u64,
    kind: u32,
    namelen: u32,
    name: *const c_char,
}

#[repr(C)]
pub struct Sink {
    ctx: *mut c_void,
    emit: unsafe extern "C" fn(*mut c_void, *const Entry) -> c_int,
    link: unsafe extern "C" fn(*mut c_void, *const Entry, *const c_void) -> c_int,
    forget: unsafe extern "C" fn(*mut c_void, u64),
}

// --- Bytes of the reply. ---

/// The bytes of a reply from here to its end.  They may change while they are
/// parsed, so each is copied once and none is borrowed.
struct Bytes {
    segment: *const Segment,
    at: usize,
    left: usize,
}

impl Bytes {
    /// # Safety
    /// `reply` and its segments are valid for the lifetime of the result.
    unsafe fn of(reply: &Reply) -> Bytes {
        Bytes {
            segment: reply.segments,
            at: 0,
            left: reply.nbytes,
        }
    }

    /// Passes `count` bytes and shows each run of them to `see`.
    fn pass(&mut self, mut count: usize, mut see: impl FnMut(*const u8, usize)) {
        assert!(count <= self.left);
        self.left -= count;
        while count > 0 {
            // SAFETY: bytes of the reply are left, so there is a segment.
            let segment = unsafe { &*self.segment };
            let here = count.min(segment.len - self.at);
            if here == 0 {
                // SAFETY: this segment is used up, so there is another one.
                self.segment = unsafe { self.segment.add(1) };
                self.at = 0;
                continue;
            }
            // SAFETY: `at + here` is at most the segment's length.
            see(unsafe { (segment.base as *const u8).add(self.at) }, here);
            self.at += here;
            count -= here;
        }
    }

    fn take(&mut self, to: &mut [u8]) {
        let mut done = 0;
        let start = to.as_mut_ptr();
        self.pass(to.len(), |from, count| {
            // SAFETY: `pass` shows `to.len()` bytes in all.
            unsafe { std::ptr::copy_nonoverlapping(from, start.add(done), count) };
            done += count;
        });
    }

    fn skip(&mut self, count: usize) {
        self.pass(count, |_, _| ());
    }
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut number = [0u8; 8];
    number.copy_from_slice(&bytes[at..at + 8]);
    u64::from_ne_bytes(number)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut number = [0u8; 4];
    number.copy_from_slice(&bytes[at..at + 4]);
    u32::from_ne_bytes(number)
}

// --- The rules. ---

/// Whether the attributes describe something that cannot be linked.
fn is_bad(entry_out: &[u8], nodeid: u64) -> bool {
    let size = u64_at(entry_out, 48);
    let known = matches!(
        u32_at(entry_out, 100) & 0o170000,
        0o010000 | 0o020000 | 0o040000 | 0o060000 | 0o100000 | 0o120000 | 0o140000
    );
    !known || nodeid == ROOT_ID || size > i64::MAX as u64
}

fn use_lookup(sink: &Sink, entry: &Entry, name: &[u8], entry_out: &[u8]) {
    let nodeid = u64_at(entry_out, 0);
    if nodeid == 0 || name == b"." || name == b".." {
        return;
    }
    let out = entry_out.as_ptr() as *const c_void;
    // SAFETY: the callbacks borrow what they are given for the call.
    unsafe {
        if is_bad(entry_out, nodeid) || (sink.link)(sink.ctx, entry, out) != 0 {
            (sink.forget)(sink.ctx, nodeid);
        }
    }
}

fn parse(reply: &Reply, mut bytes: Bytes, sink: &Sink, pos: &mut u64) -> c_int {
    let plus = reply.plus != 0;
    let header_bytes = DIRENT_BYTES + if plus { ENTRY_OUT_BYTES } else { 0 };
    let mut entry_out = [0u8; ENTRY_OUT_BYTES];
    let mut header = [0u8; DIRENT_BYTES];
    let mut name_bytes = [0u8; NAME_MAX];
    let mut full = false;
    while bytes.left >= header_bytes {
        if plus {
            bytes.take(&mut entry_out);
        }
        bytes.take(&mut header);
        let namelen = u32_at(&header, 16);
        let name_size = namelen as usize;
        if name_size == 0 || name_size > NAME_MAX {
            return -EIO;
        }
        let padding = name_size.wrapping_neg() & 7;
        if name_size + padding > bytes.left {
            return 0;
        }
        let name = &mut name_bytes[..name_size];
        bytes.take(name);
        bytes.skip(padding);
        if name.contains(&b'/') {
            return -EIO;
        }
        let entry = Entry {
            ino: u64_at(&header, 0),
            off: u64_at(&header, 8),
            kind: u32_at(&header, 20),
            namelen,
            name: name.as_ptr() as *const c_char,
        };
        if !full {
            // SAFETY: the callback borrows the entry for the call.
            full = unsafe { (sink.emit)(sink.ctx, &entry) } == 0;
        }
        if full && !plus {
            return 0;
        }
        if !full {
            *pos = entry.off;
        }
        if plus {
            use_lookup(sink, &entry, name, &entry_out);
        }
    }
    0
}

/// # Safety
/// As parser_under_test.h says: all of it is valid for the call.
#[no_mangle]
pub unsafe extern "C" fn dirents_parse(
    reply: *const Reply,
    sink: *const Sink,
    pos: *mut u64,
) -> c_int {
    let reply = &*reply;
    parse(reply, Bytes::of(reply), &*sink, &mut *pos)
}
