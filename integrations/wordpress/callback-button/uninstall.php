<?php
/**
 * Removes the setting when the plug-in is deleted.
 *
 * @package CallbackButton
 */

if ( ! defined( 'WP_UNINSTALL_PLUGIN' ) ) {
	exit;
}

delete_option( 'callback_button_server' );
