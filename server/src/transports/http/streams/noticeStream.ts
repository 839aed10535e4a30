import type { HttpDesk } from '../httpDesk';
import { Bell } from './bell';
import { heartbeat, sentEvent } from './serverSentEvents';

/** Notices that wait for a reader; one that falls further behind is cut off and has to ask anew. */
const mostWaiting = 10_000;

/** What the socket tells its clients, told over HTTP; nothing of it is told again later. */
export async function* noticeStream(
  { listen, limits }: HttpDesk,
  gone: AbortSignal,
  isAllowed: () => boolean,
): AsyncGenerator<string, void> {
  const bell = new Bell();
  let waiting: string[] = [];
  const off = listen((name, payload) => {
    if (waiting.length <= mostWaiting) {
      waiting.push(sentEvent(name, payload));
    }
    bell.ring();
  });
  const ring = () => bell.ring();
  gone.addEventListener('abort', ring);
  try {
    yield heartbeat;
    while (isAllowed() && waiting.length <= mostWaiting) {
      const texts = waiting;
      waiting = [];
      for (let at = 0; at < texts.length; at += 50) {
        yield texts.slice(at, at + 50).join('');
      }
      if (!(await bell.wait(limits.heartbeatMs))) {
        yield heartbeat;
      }
    }
  } finally {
    off();
    gone.removeEventListener('abort', ring);
  }
}
