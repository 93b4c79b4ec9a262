import { setImmediate } from 'node:timers/promises';
import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes';
import { AppError } from '#kernel/error.ts';
import type { XmlElement } from './xml-element.ts';
import { bankFileFault } from './xml-fault.ts';

/** camt is 13 deep at most where we read it. */
const MOST_DEPTH = 40;
/** A payment has about 40. */
const MOST_ELEMENTS = 3_000_000;
/** In one element at a time, which is what memory is needed for: an entry without its payments has about 30. */
const MOST_KEPT = 20_000;
/** Longer than any text of the format. */
const MOST_TEXT = 10_000;
/** Decoded and parsed at a time. */
const CHUNK_BYTES = 64 * 1024;

export interface XmlReader {
  /** The namespace that the elements must have, by that of the first one. Throws where it is none of ours. */
  namespaceOf(root: { readonly name: string; readonly namespace: string }): string;
  /**
   * Hears of each element when it ends, innermost first. True: it is done with, and is not kept in its parent: so memory does not
   * grow with the file.
   */
  onElement(element: XmlElement): boolean;
}

/**
 * Reads XML as a stream, strictly: UTF-8 only, well-formed to the end, no DOCTYPE, so there are no entities but the five of XML and
 * nothing outside the file is ever looked at; bounded in depth, number of elements and length of texts. Elements of other
 * namespaces are passed over with all that is in them. Others get their turn between two pieces. Throws `bank_file_refused`.
 */
export async function readXml(bytes: Uint8Array, reader: XmlReader): Promise<void> {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const tree = new ElementStack(reader, () => parser.line);
  const refuse = (problem: string) => {
    throw bankFileFault(tree.place, problem, parser.line);
  };
  parser.on('error', (error) => refuse(error.message.replace(/^\d+:\d+: /, '')));
  parser.on('doctype', () => refuse('has a DOCTYPE, which is not allowed'));
  parser.on('processinginstruction', () => refuse('has a processing instruction, which is not allowed'));
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) refuse('is not in UTF-8');
  });
  parser.on('opentag', (tag) => tree.open(tag));
  parser.on('text', (text) => tree.addText(text));
  parser.on('cdata', (text) => tree.addText(text));
  parser.on('closetag', () => tree.close());
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    parser.write(decode(decoder, bytes.subarray(at, at + CHUNK_BYTES), true, tree.place, parser.line));
    await setImmediate();
  }
  parser.write(decode(decoder, new Uint8Array(), false, tree.place, parser.line));
  parser.close();
}

function decode(
  decoder: InstanceType<typeof TextDecoder>,
  bytes: Uint8Array,
  stream: boolean,
  place: string,
  line: number,
): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    throw bankFileFault(place, 'has bytes that are not UTF-8', line);
  }
}

interface OpenElement {
  readonly element: XmlElement;
  /** How many of each name it has had; undefined: none. Most have none. */
  counts: Map<string, number> | undefined;
  /** How many elements in it are kept, at any depth. */
  kept: number;
}

class ElementStack {
  readonly #reader: XmlReader;
  readonly #line: () => number;
  readonly #open: OpenElement[] = [];
  #namespace: string | undefined;
  /** How deep we are in something of another namespace. */
  #foreign = 0;
  #elements = 0;

  constructor(reader: XmlReader, line: () => number) {
    this.#reader = reader;
    this.#line = line;
  }

  get place(): string {
    return this.#open.at(-1)?.element.place ?? 'file';
  }

  open({ local: name, uri: namespace, attributes }: SaxesTagNS): void {
    if (++this.#elements > MOST_ELEMENTS) this.#refuse(`has more than ${MOST_ELEMENTS} elements`);
    if (this.#open.length + this.#foreign >= MOST_DEPTH)
      this.#refuse(`is nested deeper than ${MOST_DEPTH} levels`);
    this.#namespace ??= this.#reader.namespaceOf({ name, namespace });
    if (this.#foreign > 0 || namespace !== this.#namespace) {
      this.#foreign++;
      return;
    }
    const parent = this.#open.at(-1);
    const number = parent ? countChild(parent, name) : 1;
    const place = `${parent ? `${parent.element.place}/` : ''}${name}${number > 1 ? `[${number}]` : ''}`;
    const element = {
      ...{ name, place, line: this.#line() },
      attributes: plainAttributes(attributes),
      ...{ children: [], text: '' },
    };
    this.#open.push({ element, counts: undefined, kept: 0 });
  }

  addText(text: string): void {
    const inner = this.#open.at(-1);
    if (!inner || this.#foreign > 0) return;
    // Line breaks between ten thousand entries are no text.
    if (inner.counts && text.trim() === '') return;
    inner.element.text += text;
    if (inner.element.text.length > MOST_TEXT) this.#refuse(`has more than ${MOST_TEXT} characters`);
  }

  close(): void {
    if (this.#foreign > 0) {
      this.#foreign--;
      return;
    }
    const closed = this.#open.pop();
    if (!closed) throw new AppError('internal', {}, 'an element that was not open is closed');
    const parent = this.#open.at(-1);
    if (this.#reader.onElement(closed.element) || !parent) return;
    parent.element.children.push(closed.element);
    parent.kept += closed.kept + 1;
    if (parent.kept > MOST_KEPT) this.#refuse(`has more than ${MOST_KEPT} elements that are no payments`);
  }

  #refuse(problem: string): never {
    throw bankFileFault(this.place, problem, this.#line());
  }
}

function countChild(parent: OpenElement, name: string): number {
  parent.counts ??= new Map();
  const number = (parent.counts.get(name) ?? 0) + 1;
  parent.counts.set(name, number);
  return number;
}

const NO_ATTRIBUTES: Readonly<Record<string, string>> = {};

/** Those without a namespace, as the format's are. Most elements have none. */
function plainAttributes(
  attributes: Readonly<Record<string, SaxesAttributeNS>>,
): Readonly<Record<string, string>> {
  let plain: Record<string, string> | undefined;
  for (const key in attributes) {
    const attribute = attributes[key];
    if (attribute?.uri !== '') continue;
    plain ??= {};
    plain[attribute.local] = attribute.value;
  }
  return plain ?? NO_ATTRIBUTES;
}
