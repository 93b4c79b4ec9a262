/** Where a provider's endpoints are. */
export interface Mount {
  readonly name: string;
  readonly mountPath: string;
}

const OWN = new Map([
  ['/healthz', 'health'],
  ['/readyz', 'health'],
  ['/metrics', 'metrics'],
]);

/**
 * Routes by what they are for: `api`, `health`, `metrics`, a provider's name, `none` for what does not exist, else `pages`.
 * So a label has few values, whatever is asked for.
 */
export class RouteGroups {
  readonly #mounts: readonly Mount[];
  readonly #known = new Map<string, string>();

  constructor(mounts: readonly Mount[]) {
    this.#mounts = mounts;
  }

  /** `pattern`: the route's path as it was mounted, with `:name` for parameters; undefined: no route. */
  of(pattern: string | undefined): string {
    if (pattern === undefined) return 'none';
    const known = this.#known.get(pattern);
    if (known !== undefined) return known;
    const group = this.#find(pattern);
    this.#known.set(pattern, group);
    return group;
  }

  isGateway(group: string): boolean {
    return this.#mounts.some(({ name }) => name === group);
  }

  #find(pattern: string): string {
    if (pattern.startsWith('/api/')) return 'api';
    const mount = this.#mounts.find(({ mountPath }) => pattern.startsWith(`${mountPath}/`));
    return OWN.get(pattern) ?? mount?.name ?? 'pages';
  }
}
