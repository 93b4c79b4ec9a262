import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  chfAmount,
  chfText,
  dayText,
  instantText,
  lineText,
  paging,
  userIdText,
} from '#http/common.contract.ts';
import { SchemaBook } from './schema-book.ts';
import { exampleOf } from './schema-example.ts';

/** Of a shape whose own example is hidden behind another description. */
const described = (schema: z.ZodType) => schema.meta({ description: 'Something else' });

test.each([
  ['an amount', described(chfAmount)],
  ['an amount in an answer', described(chfText)],
  ['an id', described(userIdText)],
  ['an instant', described(instantText)],
  ['a day', described(dayText)],
  ['a line', lineText(3)],
  ['a page', z.strictObject(paging)],
  ['a long password', z.string().min(12).max(128)],
  ['an e-mail address', z.email()],
  ['a percentage', z.string().regex(/^\d{1,3}(\.\d{1,4})?$/)],
  ['a list of choices', z.array(z.enum(['b', 'a'])).min(1)],
  ['a number within bounds', z.object({ low: z.int().min(5).max(9), high: z.int().max(0) })],
  ['something or nothing', z.object({ note: z.string().nullable(), more: z.boolean().optional() })],
])('%s: the example is one', (_name, schema) => {
  const book = new SchemaBook();
  const example = exampleOf(book.of(schema, 'input'), () => ({}));
  expect(schema.safeParse(example)).toMatchObject({ success: true });
  expect(exampleOf(book.of(schema, 'input'), () => ({}))).toEqual(example);
});
