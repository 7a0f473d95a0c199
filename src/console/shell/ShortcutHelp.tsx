import { Kbd, Modal, Table, Text } from '@mantine/core';

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['/'], 'Search contacts'],
  [['g', 'o'], 'Overview'],
  [['g', 'c'], 'Contacts'],
  [['g', 'p'], 'Opt-outs'],
  [['g', 'i'], 'Integrations'],
  [['g', 'd'], 'Data'],
  [['t'], 'Exact or relative times'],
  [['↑', '↓'], 'Move between rows of a list'],
  [['Enter'], 'Open'],
  [['Esc'], 'Close, and go back to where you were'],
  [['?'], 'This list'],
];

/** What `?` shows. */
export function ShortcutHelp({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Which keys work here?" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Table>
        <Table.Tbody>
          {KEYS.map(([keys, what]) => (
            <Table.Tr key={what}>
              <Table.Td w={110}>
                {keys.map((key) => (
                  <Kbd key={key} me={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text c="dimmed" mt="sm" fz="0.8125rem">
        Single keys can be turned off in Account.
      </Text>
    </Modal>
  );
}
