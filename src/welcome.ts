import type { BootstrapResult } from './onboarding/bootstrap.ts';
import type { DemoLogin } from './operation/instance/demo-login.ts';

/** The first administrator's login, after the start that made it. The password appears here once and is stored nowhere. */
export function administratorLogin({ administrator }: BootstrapResult): string {
  if (!administrator) return '';
  const { email, generatedPassword } = administrator;
  const password = generatedPassword === undefined ? '' : `Password (shown once):  ${generatedPassword}\n`;
  return `First administrator:    ${email}\n${password}\n`;
}

/** Where Rappen is, and in demo mode a call to paste and whom to sign in as. */
export function welcome(url: string, { demo }: BootstrapResult, logins: readonly DemoLogin[]): string {
  const lines = [`Rappen listens on ${url}`, `The API, described:  ${url}/api/docs`];
  if (demo) {
    lines.push(
      '',
      'Demo mode: the providers are simulated, no call costs real money. A metered call:',
      '',
      `  curl -i ${url}/openai/v1/chat/completions \\`,
      `    -H 'authorization: Bearer ${demo.key}' \\`,
      "    -H 'content-type: application/json' \\",
      `    -d '{"model":"gpt-5.4-mini","messages":[{"role":"user","content":"What is a Rappen?"}]}'`,
    );
  }
  return `${[...lines, ...loginTable(logins)].join('\n')}\n\n`;
}

function loginTable(logins: readonly DemoLogin[]): string[] {
  const [first] = logins;
  if (!first) return [];
  const width = (of: (login: DemoLogin) => string) => Math.max(...logins.map((login) => of(login).length));
  const [name, email, role] = [width((l) => l.name), width((l) => l.email), width((l) => l.role)];
  return [
    '',
    `Sample data: sign in as one of these, with the password ${first.password}`,
    '',
    ...logins.map(
      (l) => `  ${l.name.padEnd(name)}  ${l.email.padEnd(email)}  ${l.role.padEnd(role)}  ${l.mandateName}`,
    ),
  ];
}
