import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MailFile, readMailFiles } from './mail-file.ts';

const file = (more: Partial<MailFile> = {}): MailFile => ({
  name: 'report.pdf',
  contentType: 'application/pdf',
  content: Buffer.from('x'),
  ...more,
});

const PIECES = [
  'a',
  'é',
  '..',
  '/',
  '\\',
  '\r\n',
  '\0',
  '"',
  '\u202e',
  'fdp.',
  '🧾',
  ' ',
  '.pdf',
  '-',
  '%',
  ';',
  '$(',
];

test('whatever a name is made of, it is harmless', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 80 }), (pieces) => {
      const [read] = readMailFiles([file({ name: pieces.join('') })]);
      expect(read?.name).toMatch(/^[^.\s-]/u);
      expect(read?.name).not.toMatch(/[\p{Cc}/\\"<>:|?*;%$`\u202e]/u);
      expect([...(read?.name ?? '')].length).toBeLessThanOrEqual(100);
    }),
  );
});

test('a name that is cut keeps its ending; one of nothing is a file', () => {
  const nameOf = (name: string) => readMailFiles([file({ name })])[0]?.name;
  expect(nameOf(`${'a'.repeat(200)}.pdf`)).toBe(`${'a'.repeat(96)}.pdf`);
  expect(nameOf('../../etc/passwd')).toBe('etc passwd');
  expect(nameOf('\r\n')).toBe('file');
  expect(nameOf('Kontoauszug 2026-11 Müller & Söhne.pdf')).toBe('Kontoauszug 2026-11 Müller & Söhne.pdf');
});

test.each([
  [Array.from({ length: 11 }, () => file()), 'must be at most 10'],
  [[file({ content: Buffer.alloc(0) })], 'must have 1 to'],
  [[file({ content: Buffer.alloc(10 * 1024 * 1024 + 1) })], 'must have 1 to'],
  [[1, 2].map(() => file({ content: Buffer.alloc(8 * 1024 * 1024) })), 'together'],
  [[1, 2].map(() => file({ contentId: 'chart' })), 'content id twice'],
  [[file({ contentId: 'a"><b' })], 'a content id that is none'],
  [[file({ contentType: 'text/html' as 'text/csv' })], 'is of no known type'],
])('bounds: case %#', (files, problem) => {
  expect(() => readMailFiles(files)).toThrow(problem);
});
