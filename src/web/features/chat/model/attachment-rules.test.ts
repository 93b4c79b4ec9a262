import { expect, test } from 'vitest';
import { bytesText, fileFaultOf, fileTypeOf, MOST_FILE_BYTES } from './attachment-rules.ts';

test('the type is the one that the system says, or that of the ending', () => {
  expect(fileTypeOf({ name: 'a.png', type: 'image/png' })).toBe('image/png');
  expect(fileTypeOf({ name: 'NOTES.MD', type: '' })).toBe('text/markdown');
  expect(fileTypeOf({ name: 'list.csv', type: 'application/vnd.ms-excel' })).toBe('text/csv');
  expect(fileTypeOf({ name: 'page.html', type: 'text/html' })).toBeUndefined();
  expect(fileTypeOf({ name: 'picture.svg', type: 'image/svg+xml' })).toBeUndefined();
});

test('what the server would refuse is refused before it is sent', () => {
  const file = { name: 'a.pdf', type: 'application/pdf' };
  expect(fileFaultOf({ ...file, size: MOST_FILE_BYTES })).toBeUndefined();
  expect(fileFaultOf({ ...file, size: MOST_FILE_BYTES + 1 })).toBe('size');
  expect(fileFaultOf({ ...file, size: 0 })).toBe('empty');
  expect(fileFaultOf({ name: 'a.exe', type: '', size: 9 })).toBe('type');
});

test('sizes as people say them', () => {
  expect([12, 340_499, 1_240_000].map(bytesText)).toEqual(['12 B', '340 kB', '1.2 MB']);
});
