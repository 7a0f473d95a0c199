/** `npm run test:kills`: the kill test alone, with 200 kills; `KILLS=2000` and `KILL_SEED=…` as in the test. */
process.env['KILLS'] ??= '200';
process.argv.push('test/service/kills.test.ts');
await import('../runAll.ts');
