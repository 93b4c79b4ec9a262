import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { VERSION } from '../version.ts';
import type { DemoLogin } from './demo-login.ts';
import { instanceAnswer } from './instance.contract.ts';

export function instanceRoutes(deps: {
  readonly isSimulated: boolean;
  demoLogins(): Promise<readonly DemoLogin[]>;
}): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/instance',
      summary: 'What this Rappen is: its version, and whether it is a demo',
      tag: 'Instance',
      permission: 'public',
      answer: instanceAnswer,
      handle: async () => {
        // Outside demo mode a password is nobody else's business, whoever would hand some in.
        const demoLogins = deps.isSimulated ? await deps.demoLogins() : [];
        return {
          isSimulated: deps.isSimulated,
          version: VERSION,
          ...(demoLogins.length > 0 && { demoLogins: [...demoLogins] }),
        };
      },
    }),
  ];
}
