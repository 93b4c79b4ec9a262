import { basename } from 'node:path';
import { countLines, isCode, isTest } from '../source-files.ts';
import type { HouseRule } from './house-rule.ts';

const MAX_LINES = 300;
const MAX_MEDIAN_LINES = 80;
const DRAWER_NAMES = /^(utils?|helpers?|index|common|misc|shared)\.(ts|tsx|mjs)$/;
const TABLES_OF_CONTENTS = ['src/aicore/providers/index.ts'];

export const FILE_RULES: HouseRule[] = [
  {
    name: 'no file is longer than 300 lines',
    faults: (files) =>
      files
        .filter((file) => isCode(file) && countLines(file) > MAX_LINES)
        .map((file) => `${file.path}: ${countLines(file)} lines`),
  },
  {
    name: 'half of the files have less than 80 lines',
    faults: (files) => {
      const lengths = files.filter((file) => isCode(file) && !isTest(file)).map(countLines);
      const median = lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 0;
      return median < MAX_MEDIAN_LINES ? [] : [`the median is ${median} lines`];
    },
  },
  {
    name: 'a file is named after what it holds',
    faults: (files) =>
      files
        .filter((file) => isCode(file) && DRAWER_NAMES.test(basename(file.path)))
        .filter((file) => !TABLES_OF_CONTENTS.includes(file.path))
        .map((file) => `${file.path}: this name says nothing`),
  },
  {
    name: 'file names are kebab-case',
    faults: (files) =>
      files
        .filter((file) => isCode(file) && !/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(basename(file.path)))
        .map((file) => `${file.path}: not kebab-case`),
  },
  {
    name: 'no two files have one name',
    faults: (files) => {
      const byName = Map.groupBy(files.filter(isCode), ({ path }) => basename(path));
      return [...byName.values()]
        .filter((same) => same.length > 1)
        .map((same) => same.map((file) => file.path).join(' and '));
    },
  },
];
