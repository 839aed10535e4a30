import type { Handlers } from '#protocol/methods';

/** Handlers of which only the given ones exist; asking for another is a fault of the test. */
export function scriptedHandlers(given: Partial<Handlers>): Handlers {
  return new Proxy(given, {
    get: (target, name) => {
      const handler = Reflect.get(target, name);
      return handler ?? (() => Promise.reject(new Error(`the test gave no handler ${String(name)}`)));
    },
  }) as Handlers;
}
