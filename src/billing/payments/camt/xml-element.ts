import { bankFileFault } from './xml-fault.ts';

/** An element of the format's namespace, with the elements in it and the text right in it. */
export interface XmlElement {
  readonly name: string;
  /** `Document/BkToCstmrStmt/Stmt/Ntry[3]` */
  readonly place: string;
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** The one element of this path (`Sts/Cd`), undefined if there is none. Throws `bank_file_refused` if there are several. */
export function optional(element: XmlElement, path: string): XmlElement | undefined {
  return path
    .split('/')
    .reduce<XmlElement | undefined>((found, name) => found && onlyChild(found, name), element);
}

function onlyChild({ children }: XmlElement, name: string): XmlElement | undefined {
  const [first, second] = children.filter((child) => child.name === name);
  if (second) throw bankFileFault(second.place, 'is there twice', second.line);
  return first;
}

/** The same; throws `bank_file_refused` if it is missing. */
export function required(element: XmlElement, path: string): XmlElement {
  const found = optional(element, path);
  if (!found) throw bankFileFault(`${element.place}/${path}`, 'is missing', element.line);
  return found;
}

/** Its text without spaces around it: 1 to `most` characters. Throws `bank_file_refused`. */
export function textOf(element: XmlElement, most: number): string {
  const text = element.text.trim();
  if (text === '') throw bankFileFault(element.place, 'is empty', element.line);
  if (text.length > most)
    throw bankFileFault(element.place, `has more than ${most} characters`, element.line);
  return text;
}

/** The text of the one element of this path; undefined if there is none, or nothing in it. */
export function optionalText(element: XmlElement, path: string, most: number): string | undefined {
  const found = optional(element, path);
  return found === undefined || found.text.trim() === '' ? undefined : textOf(found, most);
}
