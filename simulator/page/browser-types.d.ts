// The page runs in a browser; the rest of the project is checked without one.
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="dom.asynciterable" />
