import type { Answer, Command } from './command.ts';

export function helpAnswer(commands: readonly Command[]): Answer {
  return {
    commands: commands.map((command) => ({
      name: command.name,
      about: command.about,
      usage: usageOf(command),
    })),
  };
}

export function renderHelp(commands: readonly Command[]): string {
  const entries = commands.map((command) => `${usageOf(command)}\n    ${command.about}`);
  return [
    'Commands (npm run rappen -- COMMAND ...). Amounts are decimal numbers in CHF.',
    ...entries,
    'rappen help [COMMAND]\n    shows this list, or one command',
    'Every command takes --json: one JSON object on standard output and nothing else.',
    'Exit code: 0 done, 1 refused or differs, 2 wrong use.',
  ].join('\n\n');
}

/** `rappen top-up --mandate ID [--user ID] --amount CHF --id KEY`. */
function usageOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, option]) => {
    const usage =
      name === command.argument ? option.placeholder : `--${name} ${option.placeholder}`.trimEnd();
    return option.required ? usage : `[${usage}]`;
  });
  return ['rappen', command.name, ...options].join(' ');
}
