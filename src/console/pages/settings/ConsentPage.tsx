import { FormPage } from '../../layouts/FormPage.tsx';
import { Loading } from '../../layouts/Loading.tsx';

/** What counts as STOP, and within how many business days it is honoured. */
export function ConsentPage() {
  return (
    <FormPage title="Consent" documentTitle="Consent · Settings">
      <Loading />
    </FormPage>
  );
}
