import type { Writable } from 'node:stream';
import type { Answer, Command, CommandResult } from './command.ts';
import { describeError } from './describe-error.ts';
import { helpAnswer, renderHelp } from './help.ts';
import type { OpenServices } from './open-services.ts';
import type { OpenOwnerServices } from './owner-services.ts';
import { readArguments, WrongUse } from './read-arguments.ts';
import { renderAnswer } from './render.ts';

export interface CommandLine {
  readonly commands: readonly Command[];
  /** Without the program: `['top-up', '--mandate', ...]`. */
  readonly args: readonly string[];
  /** Called only when the arguments are in order. */
  openServices(): Promise<OpenServices>;
  /** `mayBegin`: a database is made where there is none. */
  openOwnerServices(mayBegin: boolean): Promise<OpenOwnerServices>;
  readonly out: Writable;
  readonly problems: Writable;
}

const DONE = 0;
const REFUSED = 1;
const WRONG_USE = 2;

/** Runs one command and answers the exit code: 0 done, 1 refused or differs, 2 wrong use. */
export async function runCommandLine(line: CommandLine): Promise<number> {
  const isJson = line.args.includes('--json');
  try {
    const { answer, text, differs } = await execute(line);
    line.out.write(isJson ? `${JSON.stringify(answer)}\n` : `${text}\n`);
    return differs ? REFUSED : DONE;
  } catch (error) {
    const problem = describeError(error);
    if (isJson) line.out.write(`${JSON.stringify({ error: problem })}\n`);
    line.problems.write(`rappen: ${problem.message}\n`);
    return error instanceof WrongUse ? WRONG_USE : REFUSED;
  }
}

interface Printed {
  readonly answer: Answer;
  readonly text: string;
  readonly differs?: boolean;
}

async function execute(line: CommandLine): Promise<Printed> {
  const { commands, args } = line;
  const [name, ...rest] = args.filter((arg) => arg !== '--json');
  if (name === 'help' || name === '--help' || rest.includes('--help')) {
    const wanted = commands.filter((command) => command.name === (name === 'help' ? rest[0] : name));
    const shown = wanted.length > 0 ? wanted : commands;
    return { answer: helpAnswer(shown), text: renderHelp(shown) };
  }
  const command = commands.find((known) => known.name === name);
  if (!command) throw new WrongUse([unknownCommand(name, commands)]);
  return printed(await runOne(line, command, readArguments(command, rest)));
}

async function runOne(
  line: CommandLine,
  command: Command,
  values: ReturnType<typeof readArguments>,
): Promise<CommandResult> {
  if (command.needs === 'owner') {
    const services = await line.openOwnerServices(command.mayBegin(values));
    return command.run(services, values).finally(services.close);
  }
  const services = await line.openServices();
  return command.run(services, values).finally(services.close);
}

function printed({ answer, summary, differs = false }: CommandResult): Printed {
  return { answer, text: renderAnswer(summary ?? answer), differs };
}

function unknownCommand(name: string | undefined, commands: readonly Command[]): string {
  const names = commands.map((command) => command.name).join(', ');
  return `${name === undefined ? 'no command' : `unknown command ${JSON.stringify(name.slice(0, 80))}`}; there are: help, ${names}`;
}
