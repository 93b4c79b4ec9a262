import { parseArgs } from 'node:util';
import type { Command } from './command.ts';
import type { Options, ValuesOf } from './option.ts';

/** Wrong use: exit code 2. Lists every fault. */
export class WrongUse extends Error {
  constructor(faults: readonly string[]) {
    super(faults.join('; '));
    this.name = 'WrongUse';
  }
}

/** `--json` and `--help` go with every command. */
const COMMON_FLAGS = ['json', 'help'];

/** The values of a command's options. Throws `WrongUse`. */
export function readArguments(command: Command, args: readonly string[]): ValuesOf<Options> {
  const faults: string[] = [];
  const given = collect(command, args, faults);
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(command.options)) {
    const text = given.get(name);
    if (text === undefined) {
      if (option.required)
        faults.push(`${name === command.argument ? option.placeholder : `--${name}`} is missing`);
      values[name] = option.whenAbsent;
      continue;
    }
    values[name] = option.read(text);
    if (values[name] === undefined) faults.push(`--${name} must be ${option.expected}`);
  }
  if (faults.length > 0) throw new WrongUse(faults);
  return values;
}

function collect(command: Command, args: readonly string[], faults: string[]): Map<string, string> {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { isFlag }]) => [
      name,
      { type: isFlag ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const given = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (command.argument === undefined || given.has(command.argument))
        faults.push(`unexpected argument ${quote(token.value)}`);
      else given.set(command.argument, token.value);
    }
    if (token.kind !== 'option' || COMMON_FLAGS.includes(token.name)) continue;
    if (!Object.hasOwn(command.options, token.name)) faults.push(`unknown option ${quote(token.rawName)}`);
    else if (given.has(token.name)) faults.push(`--${token.name} is given twice`);
    else if (command.options[token.name]?.isFlag) given.set(token.name, token.value ?? '');
    else if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--'))) {
      faults.push(`--${token.name} has no value`);
    } else given.set(token.name, token.value);
  }
  return given;
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
