import type { Db, Tx } from '#db/database.ts';

/**
 * The same transaction for functions that begin one of their own: what they do is part of it, and there when it is committed. An isolation level that
 * they ask for is none of its own either; nothing else may run in it meanwhile.
 */
export function withinTransaction(tx: Tx): Db {
  const begin = {
    setIsolationLevel: () => begin,
    setAccessMode: () => begin,
    execute: <Result>(work: (tx: Tx) => Promise<Result>) => work(tx),
  };
  return new Proxy<Db>(tx, {
    get(target, name) {
      if (name === 'transaction') return () => begin;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
