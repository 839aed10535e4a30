import { deepStrictEqual } from 'node:assert/strict';
import { knownTools } from '../../server/src/cli/work/knownTools';
import { toolCatalog } from '../../server/src/runtime/toolCatalog';
import { createTools } from '../../server/src/tools/toolTable';

describe('the tools that the command line knows', () => {
  it('are exactly those there are, with their aliases and inputs', () => {
    const tools = createTools();
    const catalog = toolCatalog(tools);
    deepStrictEqual(knownTools.names(), catalog.names());
    for (const [name, { aliases }] of tools) {
      deepStrictEqual(knownTools.inputSchema?.(name), catalog.inputSchema(name));
      for (const word of [name, ...aliases]) {
        deepStrictEqual(knownTools.resolve(word), name);
      }
    }
    deepStrictEqual(knownTools.resolve('toString'), undefined);
  });
});
