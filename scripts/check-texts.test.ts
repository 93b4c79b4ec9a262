import { expect, test } from 'vitest';
import { checkCatalogue, readCatalogue } from './check-texts.ts';

const PO = `msgid ""
msgstr ""
"Language: de\\n"

#: src/web/ui/a.tsx
msgid "Close"
msgstr "Schliessen"

#: src/web/ui/b.tsx
msgid ""
"A \\"long\\" "
"text"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Weg"
`;

test('a catalogue is read with its long, its empty and without its old texts', () => {
  expect([...readCatalogue(PO)]).toEqual([
    ['Close', 'Schliessen'],
    ['A "long" text', ''],
  ]);
});

const present = new Map([
  ['Close', ''],
  ['{count} of <0>{all}</0>', ''],
]);

test('whole: no fault', () => {
  const kept = new Map([
    ['Close', 'Schliessen'],
    ['{count} of <0>{all}</0>', '<0>{all}</0>, davon {count}'],
  ]);
  expect(checkCatalogue('de', present, kept)).toEqual([]);
});

test.each([
  ['a text that was not extracted', [['Close', 'Schliessen']], 'not extracted'],
  [
    'a translation that is missing',
    [
      ['Close', ''],
      ['{count} of <0>{all}</0>', '{count} <0>{all}</0>'],
    ],
    'no translation',
  ],
  [
    'a text that is used no more',
    [
      ['Close', 'x'],
      ['{count} of <0>{all}</0>', '{count} <0>{all}</0>'],
      ['Old', 'Alt'],
    ],
    'no longer used',
  ],
  [
    'a lost placeholder',
    [
      ['Close', 'x'],
      ['{count} of <0>{all}</0>', '{count}'],
    ],
    'other placeholders',
  ],
  [
    'a sharp s',
    [
      ['Close', 'schließen'],
      ['{count} of <0>{all}</0>', '{count} <0>{all}</0>'],
    ],
    'ß',
  ],
] as const)('%s is a fault', (_name, kept, fault) => {
  const faults = checkCatalogue('de', present, new Map(kept as readonly (readonly [string, string])[]));
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(fault);
});
