import type { paths } from './rappen-api.d.ts';

type Content<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : never;
type Responses<Operation> = Operation extends { responses: infer All } ? All : never;
type Right<All> = Content<All[keyof All & (200 | 201 | 202)]>;

/** What the API answers to a request that went well: `Answer<'/api/me'>`, `Answer<'/api/admin/prices', 'post'>`. */
export type Answer<
  Path extends keyof paths,
  Method extends keyof paths[Path] = 'get' & keyof paths[Path],
> = Right<Responses<NonNullable<paths[Path][Method]>>>;
