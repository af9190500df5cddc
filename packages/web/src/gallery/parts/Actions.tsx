import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, type ButtonVariant, IconButton } from '../../components/Button.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Dialog, Drawer } from '../../components/Dialog.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator, MenuToggle } from '../../components/Menu.tsx';
import { Popover } from '../../components/Popover.tsx';
import { toast } from '../../components/Toast.tsx';
import { Example, Part, Row } from '../Example.tsx';

const VARIANTS: readonly ButtonVariant[] = ['primary', 'secondary', 'quiet', 'danger', 'quietDanger'];
const nothing = () => {};

/** What is pressed. */
export const Actions = () => (
  <Part title="Actions">
    <Example name="Button">
      <Row>
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant}>
            {variant}
          </Button>
        ))}
      </Row>
    </Example>
    <Example name="Button, disabled">
      <Row>
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant} disabled>
            {variant}
          </Button>
        ))}
      </Row>
    </Example>
    <Example name="Button, busy">
      <Row>
        <Button variant="primary" busy>
          Saving
        </Button>
        <Button busy>Loading</Button>
      </Row>
    </Example>
    <Example name="Button with icon">
      <Button>
        <Pencil className="size-4" aria-hidden /> Rename
      </Button>
    </Example>
    <Example name="IconButton">
      <Row>
        <IconButton label="Edit" keys="e">
          <Pencil className="size-4" aria-hidden />
        </IconButton>
        <IconButton label="Delete" variant="quietDanger">
          <Trash2 className="size-4" aria-hidden />
        </IconButton>
        <IconButton label="Edit, not now" disabled>
          <Pencil className="size-4" aria-hidden />
        </IconButton>
      </Row>
    </Example>
    <Example name="CopyButton">
      <Row>
        <CopyButton text="copied" />
        <CopyButton text="copied" label="Copy the link" showLabel />
      </Row>
    </Example>
    <Example name="Kbd">
      <Row>
        <Kbd keys="mod+k" /> <Kbd keys="Escape" /> <Kbd keys="Enter" /> <Kbd keys="j" />
      </Row>
    </Example>
    <Example name="Menu">
      <MenuExample />
    </Example>
    <Example name="Popover">
      <Popover label="About" trigger={<Button>Open</Button>}>
        <p className="w-56 text-sm">A panel that closes with Esc or a click elsewhere.</p>
      </Popover>
    </Example>
    <Example name="Toast">
      <Row>
        <Button onClick={() => toast('The dashboard was saved.')}>Say</Button>
        <Button onClick={() => toast('The dashboard could not be saved.', 'bad')}>Say what failed</Button>
      </Row>
    </Example>
    <Example name="Dialog, ConfirmDialog, Drawer">
      <Dialogs />
    </Example>
    <Example name="CodeBlock" width={360}>
      <CodeBlock label="Install" code={'npm install @opentelemetry/api\nexport OTEL_SERVICE_NAME=shop'} />
    </Example>
  </Part>
);

function MenuExample() {
  const [sort, setSort] = useState<'name' | 'size'>('name');
  const [shown, setShown] = useState(true);
  return (
    <Menu
      trigger={
        <IconButton label="More">
          <Ellipsis className="size-4" aria-hidden />
        </IconButton>
      }
    >
      <MenuItem onSelect={nothing} icon={<Pencil aria-hidden />} keys="e">
        Edit
      </MenuItem>
      <MenuItem onSelect={nothing} disabled>
        Not now
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>Sorted by</MenuLabel>
      <MenuChoice
        value={sort}
        onChange={setSort}
        options={[
          { value: 'name', label: 'Name' },
          { value: 'size', label: 'Size' },
        ]}
      />
      <MenuToggle checked={shown} onChange={setShown}>
        Errors
      </MenuToggle>
      <MenuSeparator />
      <MenuItem onSelect={nothing} icon={<Trash2 aria-hidden />} danger>
        Delete
      </MenuItem>
    </Menu>
  );
}

function Dialogs() {
  const [open, setOpen] = useState<'dialog' | 'confirm' | 'drawer'>();
  const close = () => setOpen(undefined);
  return (
    <Row>
      <Button onClick={() => setOpen('dialog')}>Dialog</Button>
      <Button onClick={() => setOpen('confirm')}>Confirm</Button>
      <Button onClick={() => setOpen('drawer')}>Drawer</Button>
      <Dialog
        open={open === 'dialog'}
        onClose={close}
        title="Share this dashboard"
        description="Who has the link sees it without an account."
        actions={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant="primary" onClick={close}>
              Make a link
            </Button>
          </>
        }
      />
      <ConfirmDialog
        open={open === 'confirm'}
        onClose={close}
        title="Delete the project?"
        action="Delete"
        typed="shop"
        busy={false}
        error={undefined}
        onConfirm={close}
      >
        All its traces are gone for ever.
      </ConfirmDialog>
      <Drawer open={open === 'drawer'} onClose={close} title="Navigation">
        <p className="p-4 text-sm">A panel from the edge.</p>
      </Drawer>
    </Row>
  );
}
