import { documentSchemas } from '../../tidy/docs/documentSchemas';
import type { Peers } from '../peers';

/** The peer as the benchmark asks it. */
export interface YamlServer {
  validate(text: string): Promise<unknown>;
  complete(text: string, position: { readonly line: number; readonly character: number }): Promise<unknown>;
}

interface Service {
  configure(settings: object): void;
  doValidation(document: unknown, isKubernetes: boolean): Promise<unknown>;
  doComplete(document: unknown, position: object, isKubernetes: boolean): Promise<unknown>;
}

interface ServerModule {
  getLanguageService(params: object): Service;
}

interface Documents {
  readonly TextDocument: { create(uri: string, language: string, version: number, text: string): unknown };
}

/** yaml-language-server with the schema of plans that is meant for it; or why it cannot be had. */
export function yamlServer(peers: Peers): YamlServer | string {
  const server = peers.load<ServerModule>('yaml-language-server');
  const documents = peers.load<Documents>('vscode-languageserver-textdocument');
  if (typeof server === 'string') return server;
  if (typeof documents === 'string') return documents;
  const service = server.getLanguageService({
    schemaRequestService: () => Promise.reject(new Error('no schema is fetched')),
    workspaceContext: { resolveRelativePath: (path: string) => path },
    yamlSettings: undefined,
    telemetry: { send: () => {}, sendError: () => {}, sendTrack: () => {} },
  });
  const uri = 'file:///w/long.plan.yaml';
  service.configure({
    validate: true,
    completion: true,
    hover: true,
    customTags: [],
    schemas: [
      { uri: 'file:///schemas/plan.json', fileMatch: ['*.plan.yaml'], schema: documentSchemas().plan },
    ],
  });
  let version = 0;
  const open = (text: string) => {
    version += 1;
    return documents.TextDocument.create(uri, 'yaml', version, text);
  };
  return {
    validate: (text) => service.doValidation(open(text), false),
    complete: (text, position) => service.doComplete(open(text), position, false),
  };
}
