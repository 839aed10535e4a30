import type { HelloResult } from '#protocol/connection';
import type { Method, Notification } from '#protocol/methods';
import { Listeners } from '../../client/src/connection/listeners';
import type { ServerLine } from '../../client/src/connection/serverLine';
import type { MemoryServer } from './composeMemory';

/** The editor's line to a server on memory twins, asking as `user:test` from the editor. */
export function memoryLine(server: MemoryServer): ServerLine & { readonly asked: readonly Method[] } {
  const connected = new Listeners<HelloResult>();
  const disconnected = new Listeners<void>();
  const asked: Method[] = [];
  return {
    asked,
    request: (method, params) => {
      asked.push(method);
      return server.request(method, params, { source: 'vscode' });
    },
    on: (notification, listener) => {
      const stop = server.context.bus.listen((name: Notification, payload) => {
        if (name === notification) {
          listener(payload as never);
        }
      });
      return { dispose: stop };
    },
    onDidConnect: connected.event,
    onDidDisconnect: disconnected.event,
    isConnected: true,
    root: '/w',
    dispose: () => undefined,
  };
}
