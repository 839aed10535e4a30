import assert from 'node:assert/strict';
import { childEnvironment } from '../../server/src/adapters/processes/childEnvironment';
import { shimTarget, windowsProgram } from '../../server/src/adapters/processes/windowsProgram';

const mine = {
  PATH: '/bin',
  HOME: '/home/ada',
  LANG: 'C',
  LC_ALL: 'C',
  TZ: 'UTC',
  SHELL: '/bin/zsh',
  HOLDPOINT_TOKEN: 'a',
  HOLDPOINT_API_TOKEN: 'b',
  GITHUB_TOKEN: 'c',
  LC_X_TOKEN: 'd',
  NODE_OPTIONS: '--require x',
  LD_PRELOAD: 'x.so',
  GONE: undefined,
};

describe('the environment of a child', () => {
  const check = (allow: readonly string[], expected: readonly string[]) =>
    assert.deepEqual(Object.keys(childEnvironment(mine, 'linux', allow)), expected);

  it('has a short list of names and no token', () => check([], ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ']));
  it('has what policy names, with case', () => {
    check(['GITHUB_TOKEN'], ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'GITHUB_TOKEN']);
    check(['github_token', 'GONE', 'NOT_THERE'], ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ']);
  });
  it('has no case on Windows and what its programs need', () => {
    const windows = { Path: 'C:\\x', SYSTEMROOT: 'C:\\Windows', Api_Key: '1', Secret: '2' };
    assert.deepEqual(childEnvironment(windows, 'win32', ['API_KEY']), {
      Path: 'C:\\x',
      SYSTEMROOT: 'C:\\Windows',
      Api_Key: '1',
    });
    assert.deepEqual(childEnvironment(windows, 'linux', []), {});
  });
});

const shim = `@ECHO off\r
GOTO start\r
:find_dp0\r
SET dp0=%~dp0\r
EXIT /b\r
:start\r
SETLOCAL\r
CALL :find_dp0\r
IF EXIST "%dp0%\\node.exe" (\r
  SET "_prog=%dp0%\\node.exe"\r
) ELSE (\r
  SET "_prog=node"\r
)\r
endLocal & "%_prog%"  "%dp0%\\..\\mocha\\bin\\mocha.js" %*\r
`;
const npm = `@ECHO OFF
SET "NODE_EXE=%~dp0\\node.exe"
SET "NPM_PREFIX_JS=%~dp0\\node_modules\\npm\\bin\\npm-prefix.js"
SET "NPM_CLI_JS=%~dp0\\node_modules\\npm\\bin\\npm-cli.js"
"%NODE_EXE%" "%NPM_CLI_JS%" %*
`;

describe('a program on Windows', () => {
  const files: Record<string, string> = {
    'C:\\tools\\git.exe': '',
    'C:\\tools\\npm.cmd': npm,
    'C:\\tools\\node.exe': '',
    'C:\\app\\bin\\mocha.cmd': shim,
    'C:\\app\\build.bat': 'del *.*',
  };
  const disk = { exists: (file: string) => file in files, read: (file: string) => files[file] ?? '' };
  const find = (...argv: [string, ...string[]]) =>
    windowsProgram(argv, { Path: '.;C:\\tools', PATHEXT: '.EXE;.CMD;.BAT' }, 'C:\\app', disk);

  it('is found in PATH by its extensions, never in the current directory', () => {
    assert.deepEqual(find('git', 'status'), { argv: ['C:\\tools\\git.exe', 'status'] });
    assert.deepEqual(find('build'), { problem: `program 'build' was not found` });
  });
  it('behind a shim of npm is started without a shell', () => {
    assert.deepEqual(find('npm', 'test', '&', 'calc'), {
      argv: ['C:\\tools\\node.exe', 'C:\\tools\\node_modules\\npm\\bin\\npm-cli.js', 'test', '&', 'calc'],
    });
    assert.deepEqual(find('bin\\mocha'), { argv: ['C:\\tools\\node.exe', 'C:\\app\\mocha\\bin\\mocha.js'] });
  });
  it('that is any other batch file is refused', () => {
    assert.deepEqual(find('.\\build'), {
      problem: `'C:\\app\\build.bat' is a batch file and cannot run without a shell`,
    });
    assert.equal(shimTarget('"%dp0%\\x.js"', 'C:\\'), null);
  });
});
