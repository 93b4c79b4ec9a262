import { z } from 'zod';

/** What the pages need to know before anybody has signed in. */
export const instanceAnswer = z.object({
  isSimulated: z
    .boolean()
    .meta({ description: 'Demo mode: the providers are simulated, no call costs real money' }),
  version: z.string().meta({ examples: ['0.1.0'] }),
  demoLogins: z
    .array(
      z.object({
        email: z.string(),
        password: z.string(),
        name: z.string().meta({ description: 'Of the person' }),
        role: z.string(),
        mandateName: z.string(),
      }),
    )
    .optional()
    .meta({ description: 'Logins to try; only in demo mode with sample data' }),
});
