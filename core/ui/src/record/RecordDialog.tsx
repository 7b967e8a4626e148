// The window of a dialog on a record page; the whole screen on a phone.
import { Modal, type ModalProps } from "@mantine/core";
import { t } from "../i18n";
import { useIsPhone } from "../lib/screen";
import classes from "./form.module.css";

/** `form`: the window belongs to a FormFrame, which closes it itself and asks first. */
export function RecordDialog({ form, ...rest }: Omit<ModalProps, "opened"> & { form?: boolean }) {
  const phone = useIsPhone();
  const frame = form ? { padding: 0, withCloseButton: false, closeOnEscape: false, closeOnClickOutside: false, classNames: { header: classes.header, content: classes.window, body: classes.windowBody } } : {};
  return <Modal opened fullScreen={phone} closeButtonProps={{ "aria-label": t("Close") }} {...frame} {...rest} />;
}
