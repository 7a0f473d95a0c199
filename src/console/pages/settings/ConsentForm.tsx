import { Checkbox, Group, Stack, TagsInput, Text } from '@mantine/core';
import type { ConsentPolicy } from '../../../http/schemas/optOuts.ts';
import { useMayWrite } from '../../api/team.tsx';
import { counted } from '../../format/number.ts';
import { Section } from '../../layouts/Section.tsx';
import { WholeNumber } from '../../parts/WholeNumber.tsx';
import { PartForm } from '../integrations/PartForm.tsx';
import { CarrierWords } from './CarrierWords.tsx';
import { useConsentPart, type Policy } from './useConsentPart.ts';

const LANGUAGES: readonly { readonly id: Policy['languages'][number]; readonly label: string }[] = [
  { id: 'en', label: 'English' },
  { id: 'es', label: 'Spanish' },
];

/** Where a refusal belongs, by what the API calls the setting. */
const CONTROLS = [
  { id: 'stopPhrases', label: 'Your own phrases' },
  { id: 'languages', label: 'Languages' },
  { id: 'businessDays', label: 'Business days' },
] as const;

/** Most business days that the rules give for honouring a revocation (47 CFR 64.1200). */
const MOST_DAYS = 10;
const MOST_PHRASES = 50;

const languagesInWords = (languages: Policy['languages']): string =>
  LANGUAGES.filter(({ id }) => languages.includes(id))
    .map(({ label }) => label)
    .join(' and ') || 'no language';

const words = ({ stopPhrases, languages, businessDays }: Policy): string =>
  [
    stopPhrases.map((phrase) => `“${phrase}”`).join(', ') || 'no phrases',
    languagesInWords(languages),
    counted(businessDays, 'business day'),
  ].join('; ');

interface ConsentFormProps {
  readonly policy: ConsentPolicy;
  /** Reads what is stored again, after somebody else saved. */
  readonly refresh: () => void;
}

/** How replies are read, and by when they are honoured. */
export function ConsentForm({ policy, refresh }: ConsentFormProps) {
  const { mayWrite } = useMayWrite();
  const part = useConsentPart(policy, refresh);
  const { draft, setDraft } = part;
  const errorAt = (id: keyof Policy): string | undefined =>
    Object.entries(part.refusal?.fields ?? {})
      .filter(([field]) => field.startsWith(id))
      .map(([, message]) => message)
      .join(' ') || undefined;
  return (
    <PartForm
      part={part}
      label="Consent"
      words={words}
      find={(field) => CONTROLS.find(({ id }) => field.startsWith(id))}
    >
      <Section id="words" title="What counts as STOP">
        <Stack gap="lg">
          <CarrierWords keywords={policy.keywords} />
          <TagsInput
            id="stopPhrases"
            label="Your own phrases"
            description="A message that consists of one of them opts the person out. Enter adds one."
            placeholder={draft.stopPhrases.length === 0 ? 'no more campus texts' : undefined}
            value={[...draft.stopPhrases]}
            onChange={(phrases) => setDraft({ ...draft, stopPhrases: phrases.map((phrase) => phrase.trim()) })}
            maxTags={MOST_PHRASES}
            error={errorAt('stopPhrases')}
            readOnly={!mayWrite}
          />
          <Checkbox.Group
            id="languages"
            label="Languages"
            description="In which ordinary words and typos are understood, such as “stop texting me”."
            value={[...draft.languages]}
            onChange={(chosen) =>
              setDraft({ ...draft, languages: LANGUAGES.map(({ id }) => id).filter((id) => chosen.includes(id)) })
            }
            error={errorAt('languages')}
            readOnly={!mayWrite}
          >
            <Group gap="md" mt={8}>
              {LANGUAGES.map(({ id, label }) => (
                <Checkbox key={id} value={id} label={label} />
              ))}
            </Group>
          </Checkbox.Group>
          <Text size="sm" c="dimmed" className="rc-prose">
            A message that only may mean STOP pauses texting and waits in the review queue.
          </Text>
        </Stack>
      </Section>
      <Section id="clock" title="Clock">
        <WholeNumber
          id="businessDays"
          label="Business days"
          description={`By when an opt-out has to be honoured, counted from when the person said so. The law gives ${MOST_DAYS} at most; federal holidays don’t count.`}
          value={draft.businessDays}
          onChange={(businessDays) => setDraft({ ...draft, businessDays })}
          min={1}
          max={MOST_DAYS}
          error={errorAt('businessDays')}
          readOnly={!mayWrite}
        />
      </Section>
    </PartForm>
  );
}
