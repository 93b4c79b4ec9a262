import type { AnswerPart } from './growing-answer.ts';

/** What makes the parts that somebody has into those that there are: pieces of text in order, or `anew`: all of it once more. */
export type PartChanges = 'anew' | readonly { readonly type: 'text' | 'reasoning'; readonly delta: string }[];

/** Compares what was stored a moment ago with what is stored now. */
export function partChanges(before: readonly AnswerPart[], now: readonly AnswerPart[]): PartChanges {
  if (now.length < before.length) return 'anew';
  const changes: Exclude<PartChanges, 'anew'>[number][] = [];
  for (const [index, part] of now.entries()) {
    const old = before[index];
    if (old !== undefined && isSame(old, part)) continue;
    const isLastOld = index >= before.length - 1;
    if (!isLastOld || (part.type !== 'text' && part.type !== 'reasoning')) return 'anew';
    if (old === undefined) {
      // Readers append a piece to the last part of its type, and begin a new part only where the type changes.
      if (now[index - 1]?.type === part.type) return 'anew';
      changes.push({ type: part.type, delta: part.text });
    } else if (old.type === part.type && part.text.startsWith(old.text)) {
      changes.push({ type: part.type, delta: part.text.slice(old.text.length) });
    } else return 'anew';
  }
  return changes;
}

function isSame(a: AnswerPart, b: AnswerPart): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
