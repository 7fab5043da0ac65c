<?php
/**
 * Plugin Name:       Callback Button
 * Description:       Shows the callback button of your own Callback Platform server on every page.
 * Version:           1.0.0
 * Requires at least: 6.3
 * Requires PHP:      7.4
 * License:           MIT
 * License URI:       https://opensource.org/license/mit
 * Text Domain:       callback-button
 *
 * @package CallbackButton
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

const CALLBACK_BUTTON_OPTION = 'callback_button_server';

/**
 * Loads the button. WordPress prints the `async` attribute since 6.3.
 */
function callback_button_enqueue() {
	$server = get_option( CALLBACK_BUTTON_OPTION, '' );
	if ( '' === $server ) {
		return;
	}
	// The server decides how long browsers keep the file, so the address has no version.
	// phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion
	wp_enqueue_script( 'callback-button', $server . '/widget.js', array(), null, array( 'strategy' => 'async' ) );
}
add_action( 'wp_enqueue_scripts', 'callback_button_enqueue' );

/**
 * Returns the origin and path of a server's address, or the stored one and a message.
 *
 * @param string $value What the owner typed.
 * @return string
 */
function callback_button_sanitize( $value ) {
	$value = untrailingslashit( esc_url_raw( trim( (string) $value ), array( 'https' ) ) );
	if ( '' === $value || wp_http_validate_url( $value ) ) {
		return $value;
	}
	add_settings_error(
		CALLBACK_BUTTON_OPTION,
		'bad-address',
		__( 'This is not an https address. Write it as https://calls.example.com.', 'callback-button' )
	);
	return get_option( CALLBACK_BUTTON_OPTION, '' );
}

/**
 * Registers the one setting.
 */
function callback_button_register() {
	register_setting(
		'callback_button',
		CALLBACK_BUTTON_OPTION,
		array(
			'type'              => 'string',
			'default'           => '',
			'sanitize_callback' => 'callback_button_sanitize',
		)
	);
}
add_action( 'admin_init', 'callback_button_register' );

/**
 * Adds the page under Settings.
 */
function callback_button_menu() {
	$title = __( 'Callback button', 'callback-button' );
	add_options_page( $title, $title, 'manage_options', 'callback-button', 'callback_button_page' );
}
add_action( 'admin_menu', 'callback_button_menu' );

/**
 * Shows the settings page.
 */
function callback_button_page() {
	?>
	<div class="wrap">
		<h1><?php esc_html_e( 'Callback button', 'callback-button' ); ?></h1>
		<form action="options.php" method="post">
			<?php settings_fields( 'callback_button' ); ?>
			<table class="form-table" role="presentation">
				<tr>
					<th scope="row">
						<label for="callback-button-server"><?php esc_html_e( 'Address of your server', 'callback-button' ); ?></label>
					</th>
					<td>
						<input name="<?php echo esc_attr( CALLBACK_BUTTON_OPTION ); ?>" id="callback-button-server" type="url" class="regular-text"
							placeholder="https://calls.example.com" value="<?php echo esc_attr( get_option( CALLBACK_BUTTON_OPTION, '' ) ); ?>">
						<p class="description">
							<?php
							printf(
								/* translators: %s: the address of this website */
								esc_html__( 'On the server, add %s to ALLOWED_ORIGINS.', 'callback-button' ),
								'<code>' . esc_html( untrailingslashit( home_url() ) ) . '</code>'
							);
							?>
						</p>
					</td>
				</tr>
			</table>
			<?php submit_button(); ?>
		</form>
	</div>
	<?php
}
