import { resolve } from 'node:path';
import ts from 'typescript';
import { repositoryFiles } from '../repository';

/** Sources with what each name in them means. */
export interface SourceProgram {
  readonly files: readonly ts.SourceFile[];
  readonly checker: ts.TypeChecker;
}

/** The sources of the server and the client as the compiler understands them; without the adapters of tests. */
export function sourceProgram(): SourceProgram {
  const paths = repositoryFiles()
    .filter((path) => /^(server|client)[/]src[/].*[.]ts$/.test(path) && !/[/]memory[A-Z]\w*[.]ts$/.test(path))
    .map((path) => resolve(path));
  const read = ts.readConfigFile('tsconfig.base.json', (path) => ts.sys.readFile(path));
  const { options } = ts.convertCompilerOptionsFromJson(read.config.compilerOptions, '.');
  const own = {
    composite: false,
    declaration: false,
    emitDeclarationOnly: false,
    noEmit: true,
    types: ['node'],
  };
  const program = ts.createProgram(paths, { ...options, ...own });
  const names = new Set(paths.map((path) => path.replaceAll('\\', '/')));
  const files = program.getSourceFiles().filter(({ fileName }) => names.has(fileName));
  return { files, checker: program.getTypeChecker() };
}
