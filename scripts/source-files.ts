import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NOT_OURS = ['dist', 'node_modules', '.git', 'coverage'];

/** Paths of all files below `root/folder` that end in one of the extensions, relative to `root`, sorted. */
export function filesBelow(root: string, folder: string, extensions: readonly string[]): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const paths = entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isOurs(path, entry.name) ? filesBelow(root, path, extensions) : [];
    return extensions.some((extension) => entry.name.endsWith(extension)) ? [path] : [];
  });
  return paths.sort();
}

function isOurs(path: string, name: string): boolean {
  return path !== 'data' && !NOT_OURS.includes(name);
}

export interface TextFile {
  /** Relative to the root of the project. */
  readonly path: string;
  readonly text: string;
}

const TEXT_EXTENSIONS = [
  '.ts',
  '.tsx',
  '.mjs',
  '.sql',
  '.md',
  '.json',
  '.sh',
  '.yml',
  '.css',
  '.html',
  '.svg',
  'run',
];

/** Documents link to them; they have no text. */
const PICTURE = '.png';

/** Every text file of the project, its own data and documents too, and by name its pictures. */
export function readProject(root: string): TextFile[] {
  return filesBelow(root, '.', [...TEXT_EXTENSIONS, PICTURE]).map((path) => ({
    path,
    text: path.endsWith(PICTURE) ? '' : readFileSync(join(root, path), 'utf8'),
  }));
}

/** Code that people write, as against data, documents and what is generated. */
export function isCode({ path }: TextFile): boolean {
  return /^(src|simulator|test|bench|scripts)\/.*\.(ts|tsx|mjs)$/.test(path) && !path.startsWith(GENERATED);
}

const GENERATED = 'src/web/lib/api/rappen-api.d.ts';

export function isTest({ path }: TextFile): boolean {
  return /\.test\.tsx?$|^test\//.test(path);
}

export function countLines({ text }: TextFile): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
