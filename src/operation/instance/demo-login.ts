/** A login of the sample data, which anybody who tries the demo may take. */
export interface DemoLogin {
  readonly email: string;
  readonly password: string;
  /** Of the person. */
  readonly name: string;
  readonly role: string;
  readonly mandateName: string;
}
