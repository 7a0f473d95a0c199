import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

describe('the container image', () => {
  const dockerfile = read('Dockerfile');

  it('starts as npm start does', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: { start: string } };
    const [, entry = '[]'] = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile) ?? [];
    assert.deepEqual(JSON.parse(entry), scripts.start.split(' '));
  });

  it('copies what there is, and nothing that the build context leaves out', () => {
    const ignored = read('.dockerignore').split('\n');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) => match[1]!.split(' '));
    for (const path of copied) {
      assert.ok(existsSync(new URL(`../../${path}`, import.meta.url)), `${path} is there`);
      assert.ok(ignored.includes(`!${path}`), `${path} is in the build context`);
    }
  });
});
