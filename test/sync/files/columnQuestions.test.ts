import assert from 'node:assert/strict';
import { readRunDetails } from '../../../src/db/reads/runDetails.ts';
import { answerRun, type RunAnswer } from '../../../src/sync/answerRun.ts';
import { createFileBed, csvOf, type FileBed, type FileTeam } from './fileBed.ts';

const WITHOUT_ADVISOR = 'Id,First,Last,Mobile,Out';
const WITHOUT_OUT = 'Id,First,Last,Mobile,Advisor';

describe('a file that lacks columns', () => {
  let bed: FileBed;
  let team: FileTeam;
  before(async () => {
    bed = await createFileBed();
  });
  after(async () => {
    assert.deepEqual(bed.logged, []);
    await bed.close();
  });
  beforeEach(async () => {
    team = await bed.addTeam();
  });

  const answer = (runId: string, part: Partial<RunAnswer>): Promise<void> =>
    answerRun(bed.ctx, { teamId: team.teamId, runId, answer: 'keep', actor: 'Dana', ...part });
  const advisors = async (): Promise<unknown[]> => (await team.contacts()).map(({ advisor }) => advisor);
  const answers = async (): Promise<unknown> =>
    (await team.sql('select column_answers from import_config where connection_id = $1', [team.connectionId]))[0];

  /** Imports one file with every column, then meets one without some. */
  async function ask(header: string) {
    bed.folder.put(`${team.at}Stu1`, csvOf([1, 2]), 1);
    await team.run();
    bed.folder.put(`${team.at}Stu2`, csvOf([1, 2, 3], 'Reed', header), 2);
    return team.run();
  }

  it('stops to ask, with how many contacts would lose a value', async () => {
    const run = await ask(WITHOUT_ADVISOR);
    assert.deepEqual([run.state, run.hold, run.rows_read], ['queued', 'question', 0]);
    const details = await readRunDetails(bed.ctx.dataSource.manager, team.teamId, run.id);
    assert.deepEqual(details?.question, {
      kind: 'columns_gone',
      before: { name: 'Stu1', filter: '', count: 2 },
      after: { name: 'Stu2', filter: '', count: 3 },
      columns: [{ column: 'Advisor', fills: 'Advisor', holding: 2, canClear: true }],
    });
    assert.equal(details?.hold?.code, 'COLUMNS_GONE');
    assert.ok(details.hold.message.length <= 240 && details.hold.remedy !== '');
  });

  it('leaves what contacts have, when that was answered, and asks no more about files like it', async () => {
    const run = await ask(WITHOUT_ADVISOR);
    await answer(run.id, { answer: 'keep' });
    await team.work(run.id);
    assert.deepEqual(await advisors(), ['Reed', 'Reed', null]);
    assert.deepEqual(await answers(), { column_answers: [] });
    bed.folder.put(`${team.at}Stu3`, csvOf([1, 2, 3], '', WITHOUT_ADVISOR), 3);
    assert.equal((await team.run()).state, 'succeeded');
    assert.deepEqual(await advisors(), ['Reed', 'Reed', null]);
  });

  it('clears it for everybody in the file, when that was answered', async () => {
    const run = await ask(WITHOUT_ADVISOR);
    await answer(run.id, { answer: 'clear' });
    await team.work(run.id);
    assert.deepEqual(await advisors(), [null, null, null]);
  });

  it('asks nothing that was answered for later files too', async () => {
    const run = await ask(WITHOUT_ADVISOR);
    await answer(run.id, { answer: 'clear', remember: true });
    await team.work(run.id);
    assert.deepEqual(await answers(), { column_answers: [{ column: 'Advisor', answer: 'clear' }] });
    bed.folder.put(`${team.at}Stu3`, csvOf([1, 2, 3]), 3);
    await team.run();
    assert.deepEqual(await advisors(), ['Reed', 'Reed', 'Reed']);
    bed.folder.put(`${team.at}Stu4`, csvOf([1, 2, 3], '', WITHOUT_ADVISOR), 4);
    assert.equal((await team.run()).state, 'succeeded');
    assert.deepEqual(await advisors(), [null, null, null]);
  });

  it('keeps the opt-out column whatever is answered: nobody’s preference is changed', async () => {
    bed.folder.put(`${team.at}Stu1`, csvOf([1, 2]).replace('false', 'true'), 1);
    await team.run();
    bed.folder.put(`${team.at}Stu2`, csvOf([1, 2, 3], 'Reed', WITHOUT_OUT), 2);
    const run = await team.run();
    const details = await readRunDetails(bed.ctx.dataSource.manager, team.teamId, run.id);
    assert.deepEqual(details?.question?.columns, [{ column: 'Out', fills: 'Opt-out', holding: 0, canClear: false }]);
    await answer(run.id, { answer: 'clear' });
    await team.work(run.id);
    assert.deepEqual((await team.contacts()).map((one) => one.opted_out), [true, false, false]);
    assert.match((await team.log(run.id)).join(' '), /no column “Out”\. Nobody’s texting preference is changed by it/);
  });

  it('takes no answer to another question, and stays stopped when told so', async () => {
    const run = await ask(WITHOUT_ADVISOR);
    await assert.rejects(answer(run.id, { answer: 'import' }), { code: 'answer_unfit' });
    await answer(run.id, { answer: 'stop' });
    assert.equal((await team.runs()).at(-1)?.state, 'cancelled');
    assert.deepEqual(await advisors(), ['Reed', 'Reed']);
  });

  it('is taken without a question when it is the first, with a note', async () => {
    bed.folder.put(`${team.at}Stu1`, csvOf([1], '', WITHOUT_ADVISOR), 1);
    const run = await team.run();
    assert.equal(run.state, 'succeeded');
    const details = await readRunDetails(bed.ctx.dataSource.manager, team.teamId, run.id);
    assert.deepEqual(details?.file?.notes, ['The file has no column “Advisor”. Contacts keep what they have.']);
  });

  it('is refused when every import needs the column, when it is nearly spelt so, and when it stands there twice', async () => {
    const cases: [string, RegExp][] = [
      ['Id,First,Last,Advisor,Out', /“Mobile”/],
      ['Id,First,Last,mobile,Advisor,Out', /“mobile”.*“Mobile”/],
      ['Id,First,Last,Mobile,Advisor,Mobile', /“Mobile”/],
    ];
    for (const [index, [header, words]] of cases.entries()) {
      bed.folder.put(`${team.at}Stu${index}`, csvOf([1], 'Reed', header), index);
      const run = await team.run();
      assert.deepEqual([run.state, run.error_code], ['failed', 'FILE_HEADER'], header);
      assert.match(run.error_message ?? '', words);
      assert.ok((run.error_message ?? '').length <= 240, run.error_message ?? '');
    }
    await team.sql('update team_field set required = true where team_id = $1', [team.teamId]);
    bed.folder.put(`${team.at}Stu9`, csvOf([1], '', WITHOUT_ADVISOR), 9);
    assert.equal((await team.run()).error_code, 'FILE_HEADER');
    assert.deepEqual(await team.contacts(), []);
    assert.ok(bed.folder.paths().includes(`${team.at}Stu9`));
  });

  it('has columns that nobody maps listed', async () => {
    bed.folder.put(`${team.at}Stu1`, csvOf([1], 'Reed', 'Id,First,Last,Mobile,Advisor,Out,Shoe size'), 1);
    const run = await team.run();
    const details = await readRunDetails(bed.ctx.dataSource.manager, team.teamId, run.id);
    assert.deepEqual(details?.file?.ignoredColumns, ['Shoe size']);
  });
});
