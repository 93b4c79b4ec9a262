import { AppError } from '#kernel/error.ts';

/** Why a bank file is not taken: where in it (`Document/BkToCstmrStmt/Stmt/Ntry[3]/Amt`), on which line, and what is wrong there. */
export function bankFileFault(place: string, problem: string, line?: number): AppError {
  const at = line === undefined ? place : `${place} (line ${line})`;
  return new AppError(
    'bank_file_refused',
    { place: place.slice(0, 300), problem: problem.slice(0, 300), ...(line === undefined ? {} : { line }) },
    `${at.slice(0, 320)}: ${problem.slice(0, 300)}`,
  );
}
