/**
 * Gives the memory of a large buffer back at once, and leaves it empty; the garbage collector would let dozens of them lie. For a buffer that has its
 * memory for itself, as those of `Buffer.alloc` have.
 */
export function releaseBuffer({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}
