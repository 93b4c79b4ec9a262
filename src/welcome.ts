import type { BootstrapResult } from './onboarding/bootstrap.ts';

/** The first administrator's login, after the start that made it. The password appears here once and is stored nowhere. */
export function administratorLogin({ administrator }: BootstrapResult): string {
  if (!administrator) return '';
  const { email, generatedPassword } = administrator;
  const password = generatedPassword === undefined ? '' : `Password (shown once):  ${generatedPassword}\n`;
  return `First administrator:    ${email}\n${password}\n`;
}

/** Where Rappen is, and in demo mode a call to paste. */
export function welcome(url: string, { demo }: BootstrapResult): string {
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
  return `${lines.join('\n')}\n\n`;
}
