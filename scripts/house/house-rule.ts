import type { TextFile } from '../source-files.ts';

/** A habit of the house that no other tool checks. */
export interface HouseRule {
  readonly name: string;
  /** What breaks the rule, one line each, with the file first. */
  faults(files: readonly TextFile[]): string[];
}

/** A rule about single lines: names the file and the line number. */
export function lineRule(
  name: string,
  applies: (file: TextFile) => boolean,
  explain: (line: string, file: TextFile) => string | undefined,
): HouseRule {
  return {
    name,
    faults: (files) =>
      files.filter(applies).flatMap((file) =>
        file.text.split('\n').flatMap((line, index) => {
          const problem = explain(line, file);
          return problem === undefined ? [] : [`${file.path}:${index + 1}: ${problem}`];
        }),
      ),
  };
}
