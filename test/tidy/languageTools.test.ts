import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { offeredTools } from '../../server/src/transports/mcp/toolAnswers';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly languageModelTools: readonly {
      readonly name: string;
      readonly modelDescription: string;
      readonly inputSchema: unknown;
    }[];
    readonly mcpServerDefinitionProviders: readonly { readonly id: string }[];
  };
}

const { activationEvents, contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

describe('the tools for language models', () => {
  const { languageModelTools: declared, mcpServerDefinitionProviders: providers } = contributes;

  it('say the same of themselves in the manifest as at the door of agents, and grant nothing', () => {
    const offered = new Map(offeredTools('operator').map((tool) => [tool.name, tool]));
    for (const { name, modelDescription, inputSchema } of declared) {
      deepStrictEqual(
        { modelDescription, inputSchema },
        { modelDescription: offered.get(name)?.description, inputSchema: offered.get(name)?.inputSchema },
        name,
      );
    }
    ok(declared.length > 0);
  });

  it('are registered by their names, and no other', () => {
    const source = readFileSync('client/src/agents/languageTools.ts', 'utf8');
    const registered = [...source.matchAll(/^ {2}(\w+): async \(\)/gm)].map(([, name = '']) => name);
    deepStrictEqual(registered.sort(), declared.map(({ name }) => name).sort());
  });

  it('wake the extension when one is used, and so does the list of MCP servers', () => {
    const wanted = [
      ...declared.map(({ name }) => `onLanguageModelTool:${name}`),
      ...providers.map(({ id }) => `onMcpCollection:${id}`),
    ];
    deepStrictEqual(
      wanted.filter((event) => !activationEvents.includes(event)),
      [],
    );
  });
});
