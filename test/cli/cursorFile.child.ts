import { writeCursor } from '../../server/src/cli/run/logs/cursorFile';
import { phaseState } from '../../server/src/core/report/projection/phaseState';
import { goodHistory } from '../core/report/sampleHistory';

const [, , root = '', first = '0', count = '0'] = process.argv;
const state = phaseState(goodHistory());

// Two processes with other first numbers write every second place each; the last of both is the newest.
for (let at = 0; at < Number(count); at += 1) {
  const current_step = Number(first) + 2 * at;
  const updated_at = `2026-01-02T03:04:05.${String(current_step).padStart(3, '0')}Z`;
  writeCursor(root, { ...state, current_step, updated_at });
}
