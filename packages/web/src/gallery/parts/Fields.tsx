import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Field, Input } from '../../components/Input.tsx';
import { Picker } from '../../components/Picker.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { Select } from '../../components/Select.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { Example, Part } from '../Example.tsx';

const SIDE = 240;
const OPTIONS = [
  { value: 'owner', label: 'Owner' },
  { value: 'viewer', label: 'Viewer' },
  { value: 'robot', label: 'Robot', disabled: true },
] as const;

/** What is filled in and chosen from. */
export const Fields = () => (
  <Part title="Fields">
    <Example name="Input" width={SIDE}>
      <Input aria-label="Name" defaultValue="checkout" />
    </Example>
    <Example name="Input, empty" width={SIDE}>
      <Input aria-label="Search" placeholder="Search" />
    </Example>
    <Example name="Input, disabled" width={SIDE}>
      <Input aria-label="Fixed" defaultValue="prod" disabled />
    </Example>
    <Example name="Field with a hint" width={SIDE}>
      <Field label="Email" hint="Used to sign in.">
        {(ids) => <Input {...ids} defaultValue="ada@example.com" />}
      </Field>
    </Example>
    <Example name="Field with an error" width={SIDE}>
      <Field label="Password" error="At least ten characters.">
        {(ids) => <Input {...ids} type="password" defaultValue="short" autoComplete="off" />}
      </Field>
    </Example>
    <Example name="Select">
      <Choice />
    </Example>
    <Example name="Select, disabled">
      <Select label="Fixed role" value="owner" options={OPTIONS} onChange={() => {}} disabled />
    </Example>
    <Example name="Segmented">
      <Segments />
    </Example>
    <Example name="Picker">
      <Picker
        label="Metric"
        placeholder="Find a metric"
        nothing="Nothing of that name."
        onPick={() => {}}
        trigger={<Button>Choose a metric</Button>}
        groups={[
          {
            title: 'Requests',
            items: [
              { value: 'requests', label: 'Requests' },
              { value: 'errorRate', label: 'Error rate' },
            ],
          },
          { title: 'Cost', items: [{ value: 'cost', label: 'Cost' }] },
        ]}
      />
    </Example>
    <Example name="Tabs" width={420}>
      <TabsExample />
    </Example>
  </Part>
);

function Choice() {
  const [role, setRole] = useState<(typeof OPTIONS)[number]['value']>('viewer');
  return <Select label="Role" value={role} options={OPTIONS} onChange={setRole} />;
}

function Segments() {
  const [form, setForm] = useState<'text' | 'json'>('text');
  return (
    <Segmented
      label="Form"
      value={form}
      onChange={setForm}
      options={[
        { value: 'text', label: 'Text' },
        { value: 'json', label: 'JSON' },
      ]}
    />
  );
}

function TabsExample() {
  const [tab, setTab] = useState<'one' | 'two' | 'three'>('one');
  const content = (text: string) => <p className="py-3 text-sm">{text}</p>;
  return (
    <Tabs
      label="Views"
      value={tab}
      onChange={setTab}
      tabs={[
        { value: 'one', label: 'Conversation', content: content('What was said.') },
        { value: 'two', label: 'Events', count: 3, content: content('What happened.') },
        { value: 'three', label: 'Scores', count: 0, content: content('How it was judged.') },
      ]}
    />
  );
}
