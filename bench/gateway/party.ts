import { type RequestFacts, requestBytes } from '../load/http-load.ts';

/** Whom the same request is sent to. */
export interface Party {
  readonly name: 'direct' | 'rappen' | 'portkey';
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface CallFacts {
  readonly isStream: boolean;
  /** A directive to the simulator; see simulator/directives.ts. */
  readonly directive?: string;
}

const INSTRUCTIONS =
  'You are the assistant of a Swiss company that sells spare parts for cable cars. Answer in the language of the ' +
  'question, in at most three sentences, and say so when you do not know.';
const QUESTION =
  'Which grease do you recommend for the rollers of a chairlift from 1987, and how often is it due?';

/** A small chat call, as a program would send it. */
export function callOf({ port, path, headers }: Party, { isStream, directive = '' }: CallFacts): Buffer {
  const facts: RequestFacts = {
    port,
    path,
    headers,
    body: {
      model: 'gpt-5.4-mini',
      messages: [
        { role: 'system', content: INSTRUCTIONS },
        { role: 'user', content: QUESTION + directive },
      ],
      max_completion_tokens: 400,
      ...(isStream ? { stream: true } : {}),
    },
  };
  return requestBytes(facts);
}

export function directParty(port: number): Party {
  const headers = { authorization: 'Bearer benchmark' };
  return { name: 'direct', port, path: '/openai/v1/chat/completions', headers };
}

export function rappenParty({ port, key }: { port: number; key: string }): Party {
  const headers = { authorization: `Bearer ${key}` };
  return { name: 'rappen', port, path: '/openai/v1/chat/completions', headers };
}

export function portkeyParty(port: number, openaiBaseUrl: string): Party {
  const headers = {
    authorization: 'Bearer benchmark',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': openaiBaseUrl,
  };
  return { name: 'portkey', port, path: '/v1/chat/completions', headers };
}
