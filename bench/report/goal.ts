/** One line of the table that the results begin with. */
export interface Goal {
  readonly what: string;
  readonly goal: string;
  readonly reached: string;
  readonly isMet: boolean;
}
