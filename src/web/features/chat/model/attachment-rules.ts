export const FILE_TYPES = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
  'text/markdown',
  'text/csv',
] as const;
export type FileType = (typeof FILE_TYPES)[number];

export const MOST_FILES = 8;
export const MOST_FILE_BYTES = 5_000_000;
export const MOST_COMPARED_MODELS = 3;
export const MOST_PROMPT_CHARACTERS = 200_000;

export type FileFault = 'type' | 'size' | 'empty';

/** Systems call a file of Markdown by many names, or by none. */
const TYPES_BY_ENDING: Readonly<Record<string, FileType>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
  txt: 'text/plain',
  md: 'text/markdown',
  markdown: 'text/markdown',
  csv: 'text/csv',
};

/** The kind of file as the API calls it; undefined: it takes no such files. */
export function fileTypeOf(file: { readonly name: string; readonly type: string }): FileType | undefined {
  const ending = file.name.split('.').at(-1)?.toLowerCase() ?? '';
  return FILE_TYPES.find((type) => type === file.type) ?? TYPES_BY_ENDING[ending];
}

export function fileFaultOf(file: {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}): FileFault | undefined {
  if (fileTypeOf(file) === undefined) return 'type';
  if (file.size === 0) return 'empty';
  return file.size > MOST_FILE_BYTES ? 'size' : undefined;
}

export function isImage({ mediaType }: { readonly mediaType: string }): boolean {
  return mediaType.startsWith('image/');
}

/** `340 kB`, `1.2 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
