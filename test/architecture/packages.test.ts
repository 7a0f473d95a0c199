import assert from 'node:assert/strict';
import { importsOf, readSource, sourceFiles } from './imports.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Packages that no import names: what runs everything, and what another package asks for. */
const NOT_IMPORTED = ['node', 'mongodb'];

describe('packages', () => {
  const { dependencies, devDependencies } = JSON.parse(readSource('package.json')) as Manifest;
  const imports = sourceFiles(
    '{src,connectors,migrations,scripts,test}/**/*.{ts,tsx}',
    'eslint.config.js',
  ).flatMap(importsOf);
  const used = imports
    .filter((one) => one.target === null && !one.specifier.startsWith('node:') && !one.specifier.startsWith('virtual:'))
    .map((one) => ({ ...one, name: /^(@[^/]+\/)?[^/]+/.exec(one.specifier)![0] }));

  it('what the service imports is installed where only it runs', () => {
    const missing = used.filter(
      ({ file, name, typeOnly }) =>
        !typeOnly && /^(src\/(?!console\/)|connectors\/|migrations\/)/.test(file) && !(name in dependencies),
    );
    assert.deepEqual(missing.map(({ file, name }) => `${file} imports ${name}`), []);
  });

  it('whatever is imported is declared', () => {
    const missing = used.filter(({ name }) => !(name in dependencies) && !(name in devDependencies));
    assert.deepEqual(missing.map(({ file, name }) => `${file} imports ${name}`), []);
  });

  it('whatever is declared is imported', () => {
    const names = new Set([...used.map(({ name }) => name), ...NOT_IMPORTED]);
    const declared = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith('@types/'));
    assert.deepEqual(declared.filter((name) => !names.has(name)), []);
  });

  it('every version is exact', () => {
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, range]) => !/^\d/.test(range));
    assert.deepEqual(loose, []);
  });
});
