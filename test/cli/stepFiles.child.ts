import { addStepFile } from '../../server/src/cli/run/logs/stepFiles';

const [, , root = '', name = '', count = '0'] = process.argv;

for (let left = Number(count); left > 0; left -= 1) {
  addStepFile(root, (number) => JSON.stringify({ step_num: number, name, filling: 'x'.repeat(20_000) }));
}
